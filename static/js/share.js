/* A button that opens the device's share sheet, where there is one. */

const canShare = "share" in navigator;

for (const button of canShare ? document.querySelectorAll("[data-share]") : []) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const page = { title: button.dataset.shareTitle, url: button.dataset.share };
    // Closing the sheet without choosing anything is no fault.
    navigator.share(page).catch(() => {});
  });
}
