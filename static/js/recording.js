/* Plays a recording from a time in its chapters or transcript. Before a reader clicks, the browser
   makes no request to the video's host. */

const HOSTS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"];
const recording = document.querySelector("[data-recording]");
const container = recording?.querySelector("[data-player]");
const poster = container?.firstElementChild;
// A player opened from the transcript appears above its passage, so that readers can read along.
const inTranscript = document.createElement("p");
inTranscript.className = "embed";

function playerAt(second) {
  const address = new URL(container.dataset.player);
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
  const frame = passage ? inTranscript : container;
  if (passage) {
    container.replaceChildren(poster);
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

function markAsPlaying(element) {
  for (const marked of recording.querySelectorAll(".is-playing")) {
    marked.classList.remove("is-playing");
  }
  element?.classList.add("is-playing");
}

recording?.addEventListener("click", (event) => {
  // Other clicks open the link in a new tab or window, as usual.
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (event.target.closest("a[data-embed]")) {
    inTranscript.remove();
    markAsPlaying(null);
    return;
  }
  const link = event.target.closest("a[data-second]");
  const player = link && container && playerAt(link.dataset.second);
  if (!player) return;
  event.preventDefault();
  show(player, link.closest(".passage"));
  markAsPlaying(link.closest(".passage, li"));
});
