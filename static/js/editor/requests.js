/* Requests to the site. Whatever goes wrong becomes an Error whose message is a full sentence. */

/* Sends the fields and returns the response's JSON, or its text if it is a piece of HTML. */
export async function post(url, fields, { form, signal } = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  return read(() => fetch(url, { method: "POST", body, signal, headers }));
}

export async function get(url) {
  return read(() => fetch(url, { headers: { Accept: "application/json" } }));
}

async function read(send) {
  let response;
  let answer;
  try {
    response = await send();
    const text = await response.text();
    answer = isJson(response) ? JSON.parse(text) : text;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The site can’t be reached. Your text is safe here. Try again in a moment.");
  }
  if (response.ok && !answer.error) return answer;
  throw new Error(answer.error ?? describe(response.status));
}

function isJson(response) {
  return response.headers.get("Content-Type")?.startsWith("application/json");
}

function describe(status) {
  return status === 403
    ? "The site refused that. Sign in again in another tab, then continue here."
    : `The site couldn’t do that (error ${status}). Your text is safe here.`;
}
