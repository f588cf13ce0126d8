/* Ask the site for something; whatever goes wrong is an Error whose message is a sentence. */

export async function post(url, fields, { editor, signal } = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const token = editor.closest("form").elements.csrfmiddlewaretoken.value;
  return read(() => fetch(url, { method: "POST", body, signal, headers: { "X-CSRFToken": token } }));
}

export async function get(url) {
  return read(() => fetch(url, { headers: { Accept: "application/json" } }));
}

async function read(send) {
  let response;
  try {
    response = await send();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The site cannot be reached. Your text stays here; try again in a moment.");
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer && !answer.error) return answer;
  const sentence =
    answer?.error ??
    (response.status === 403
      ? "The site did not accept that: sign in again in another tab, then go on here."
      : `The site could not do that (it answered ${response.status}). Your text stays here.`);
  throw Object.assign(new Error(sentence), { status: response.status });
}
