// Signing in with a password or through a provider, and where the way back from a provider ends.
const $ = (id) => document.getElementById(id);
const SAID = {
  no_proved_address: "The provider does not confirm your e-mail address, so it cannot tell us who you are.",
  inactive: "This user is not active. Ask an admin of your company.",
  provider: "Signing in through the provider did not work. Try again.",
};
let csrf = "";

function away() {
  throw new Error("The server cannot be reached. Try again.");
}

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (csrf) headers["X-CSRF-TOKEN"] = csrf;
  const response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    .catch(away);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail || answer.message || `The server answered ${response.status}.`);
  return answer;
}

async function attempt(what) {
  $("wrong").textContent = "";
  try {
    await what();
  } catch (problem) {
    $("wrong").textContent = problem.message;
  }
}

function inside(session) {
  csrf = session.csrf_token;
  $("title").textContent = "You are signed in";
  $("lead").textContent = `${session.user.first_name} ${session.user.last_name}, ${session.user.email}`;
  $("signin").hidden = true;
  $("ways").replaceChildren();
  $("inside").hidden = false;
}

async function outside() {
  $("signin").hidden = false;
  const { sign_in_providers: ways } = await call("GET", "/api/v1/sign_in_providers");
  $("ways").replaceChildren(...ways.map(({ provider, route }) => {
    const link = document.createElement("a");
    link.href = route;
    link.textContent = `Sign in with ${provider}`;
    return link;
  }));
}

$("signin").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  attempt(async () => inside(await call("POST", "/session", Object.fromEntries(new FormData($("signin"))))));
});

$("forgot").addEventListener("click", () => attempt(async () => {
  const { message } = await call("POST", "/api/v1/users/reset_password", { email: $("signin").elements.email.value });
  $("lead").textContent = message;
}));

$("leave").addEventListener("click", () => attempt(async () => {
  await call("DELETE", "/session");
  location.assign("/sign-in");
}));

attempt(async () => {
  const response = await fetch("/session", { headers: { Accept: "application/json" } }).catch(away);
  if (response.ok) inside(await response.json());
  else await outside();
});

const problem = new URLSearchParams(location.search).get("problem");
if (problem) $("wrong").textContent = SAID[problem] || SAID.provider;
