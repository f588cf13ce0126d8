/* A video: a link until it is clicked, and then its player. Nothing is asked of its host before. */

const HOSTS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"];

function play(link) {
  const address = new URL(link.dataset.embed);
  if (!HOSTS.includes(address.origin)) return false;
  address.searchParams.set("autoplay", "1");

  const player = document.createElement("iframe");
  player.src = address;
  player.title = link.textContent;
  player.allow = "autoplay; encrypted-media; picture-in-picture";
  player.allowFullscreen = true;
  // The hosts refuse to play where they are not told which site it is; the page stays our secret.
  player.referrerPolicy = "strict-origin";
  link.replaceWith(player);
  player.focus();
  return true;
}

document.addEventListener("click", (event) => {
  // A click with a key or another button opens the link elsewhere, as ever.
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[data-embed]");
  if (link && play(link)) event.preventDefault();
});
