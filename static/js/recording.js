/* A recording: a time in its chapters or its transcript plays the video from there. Nothing is
   asked of the video's host before a reader clicks. Words can be looked for in the transcript. */

const HOSTS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"];
const recording = document.querySelector("[data-recording]");
const place = recording?.querySelector("[data-player]");

function playAt(second) {
  const address = new URL(place.dataset.player);
  if (!HOSTS.includes(address.origin)) return false;
  if (address.hostname.endsWith("vimeo.com")) address.hash = `t=${second}s`;
  else address.searchParams.set("start", second);
  address.searchParams.set("autoplay", "1");

  const player = document.createElement("iframe");
  player.src = address;
  player.title = document.querySelector("h1").textContent;
  player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  player.allowFullscreen = true;
  player.referrerPolicy = "strict-origin";
  place.replaceChildren(player);
  const motion = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  place.scrollIntoView({ block: "nearest", behavior: motion });
  player.focus({ preventScroll: true });
  return true;
}

function mark(second) {
  for (const marked of recording.querySelectorAll(".is-playing")) {
    marked.classList.remove("is-playing");
  }
  document.getElementById(`t-${second}`)?.classList.add("is-playing");
}

recording?.addEventListener("click", (event) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[data-second]");
  if (!link || !place || !playAt(link.dataset.second)) return;
  event.preventDefault();
  mark(link.dataset.second);
});

function addFilter(transcript) {
  const passages = [...transcript.querySelectorAll(".passage")];
  const box = document.createElement("p");
  box.className = "transcript-search";
  const label = document.createElement("label");
  label.htmlFor = "transcript-words";
  label.textContent = "Find in the transcript";
  const field = document.createElement("input");
  field.type = "search";
  field.id = label.htmlFor;
  const found = document.createElement("span");
  found.className = "meta";
  found.setAttribute("role", "status");
  box.append(label, field, found);
  transcript.querySelector(".section-heading").after(box);

  field.addEventListener("input", () => {
    const words = field.value.trim().toLowerCase();
    let count = 0;
    for (const passage of passages) {
      const fits = !words || passage.textContent.toLowerCase().includes(words);
      passage.hidden = !fits;
      count += fits;
    }
    for (const speaker of transcript.querySelectorAll(".speaker")) speaker.hidden = Boolean(words);
    const places = count === 1 ? "1 passage" : `${count} passages`;
    found.textContent = words ? places : "";
  });
}

const transcript = recording?.querySelector("[data-transcript]");
if (transcript) addFilter(transcript);
