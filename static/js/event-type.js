/* In a new event, “online” follows the type until someone chooses it. An event that is only online
   has no place: its fields are folded unless they hold something. */

const type = document.querySelector("[data-event-type]");
const online = type?.form.elements.is_online;
const place = document.getElementById("id_venue")?.closest("details");
let isChosen = !location.pathname.endsWith("/add/") || new URLSearchParams(location.search).has("copy");

function foldPlace() {
  const isOnline = type.value === "webinar" && online.checked;
  if (place) place.open = !isOnline || [...place.querySelectorAll("input")].some((field) => field.value);
}

type?.addEventListener("change", () => {
  if (!isChosen) online.checked = type.value === "webinar";
  foldPlace();
});
online?.addEventListener("change", () => {
  isChosen = true;
  foldPlace();
});
if (type && online) foldPlace();
