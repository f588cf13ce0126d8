/* Turns a link to a video into its player when it is clicked. Before that, the browser makes no
   request to the video's host. */

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
  // Hosts require the site's origin to play a video, but not the page's address.
  player.referrerPolicy = "strict-origin";
  link.replaceWith(player);
  player.focus();
  return true;
}

document.addEventListener("click", (event) => {
  // Other clicks open the link in a new tab or window, as usual.
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[data-embed]");
  if (link && play(link)) event.preventDefault();
});
