/* Says above a form why it has not been sent. */

export function showProblem(form, message) {
  let box = form.querySelector("[data-save-problem]");
  if (!box) {
    box = document.createElement("p");
    box.className = "errornote";
    box.role = "alert";
    box.dataset.saveProblem = "";
    form.prepend(box);
  }
  box.textContent = message;
  box.scrollIntoView({ block: "nearest" });
}
