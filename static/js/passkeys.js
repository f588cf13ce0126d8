/* Passkeys: a form with data-passkey asks the browser for one (get) or makes one (create), and then
   sends what it answered. The options are in the page, or at an address. */

const problems = {
  NotAllowedError: "The browser didn’t get a passkey. Try again.",
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "Passkeys don’t work at this address of the site.",
};

const readOptions = async (form) => {
  const { options, optionsFrom } = form.dataset;
  if (options) return JSON.parse(document.getElementById(options).textContent);
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  const response = await fetch(optionsFrom, { headers });
  if (!response.ok) throw new Error(response.statusText);
  return (await response.json()).request_options;
};

const ask = async (form) => {
  const { publicKey } = await readOptions(form);
  if (form.dataset.passkey === "create") {
    return navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
    });
  }
  return navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
  });
};

const prepare = (form) => {
  const problem = form.querySelector("[data-problem]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await ask(form)).toJSON());
      form.submit();
    } catch (error) {
      problem.textContent = problems[error.name] ?? "This didn’t work. Try again, or use another way.";
      problem.hidden = false;
    }
  });
};

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  document.querySelectorAll("form[data-passkey]").forEach(prepare);
  document.querySelector("[data-without-passkeys]")?.remove();
}
