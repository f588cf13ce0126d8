/* In a new event, “online” follows the type until someone chooses it. */

const type = document.querySelector("[data-event-type]");
const online = type?.form.elements.is_online;
let isChosen = !location.pathname.endsWith("/add/") || new URLSearchParams(location.search).has("copy");

type?.addEventListener("change", () => {
  if (!isChosen) online.checked = type.value === "webinar";
});
online?.addEventListener("change", () => {
  isChosen = true;
});
