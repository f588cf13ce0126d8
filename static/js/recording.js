/* A recording: a time in its chapters or its transcript plays the video from there. Nothing is
   asked of the video's host before a reader clicks. */

const HOSTS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"];
const recording = document.querySelector("[data-recording]");
const place = recording?.querySelector("[data-player]");
const invitation = place?.firstElementChild;
// What is played from the transcript stands above its passage, so that one can read along.
const inTranscript = document.createElement("p");
inTranscript.className = "embed";

function playerAt(second) {
  const address = new URL(place.dataset.player);
  if (!HOSTS.includes(address.origin)) return null;
  if (address.hostname.endsWith("vimeo.com")) address.hash = `t=${second}s`;
  else address.searchParams.set("start", second);
  address.searchParams.set("autoplay", "1");

  const player = document.createElement("iframe");
  player.src = address;
  player.title = document.querySelector("h1").textContent;
  player.allow = "autoplay; encrypted-media; picture-in-picture";
  player.allowFullscreen = true;
  player.referrerPolicy = "strict-origin";
  return player;
}

function show(player, passage) {
  const frame = passage ? inTranscript : place;
  if (passage) {
    place.replaceChildren(invitation);
    passage.before(inTranscript);
  } else {
    inTranscript.remove();
  }
  frame.replaceChildren(player);
  if (passage && frame.offsetHeight + passage.offsetHeight < innerHeight) {
    passage.scrollIntoView({ block: "nearest" });
  }
  frame.scrollIntoView({ block: "nearest" });
  player.focus({ preventScroll: true });
}

function mark(moment) {
  for (const marked of recording.querySelectorAll(".is-playing")) {
    marked.classList.remove("is-playing");
  }
  moment?.classList.add("is-playing");
}

recording?.addEventListener("click", (event) => {
  // A click with a key or another button opens the link elsewhere, as ever.
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (event.target.closest("a[data-embed]")) {
    inTranscript.remove();
    mark(null);
    return;
  }
  const link = event.target.closest("a[data-second]");
  const player = link && place && playerAt(link.dataset.second);
  if (!player) return;
  event.preventDefault();
  show(player, link.closest(".passage"));
  mark(link.closest(".passage, li"));
});
