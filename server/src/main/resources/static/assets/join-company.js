// The page behind an invitation into a company: an ordinary client of the public API. The token lives in this page alone.
const code = location.pathname.split("/").pop();
const $ = (id) => document.getElementById(id);
let token = "";

function away() {
  throw new Error("The server cannot be reached. Try again.");
}

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const response = await fetch(`/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    .catch(away);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const fields = Object.entries(answer.errors || {}).map(([field, said]) => `${field.replaceAll("_", " ")} ${said.join(", ")}`);
    const problem = new Error(fields.join("\n") || answer.message || `The server answered ${response.status}.`);
    problem.status = response.status;
    throw problem;
  }
  return answer;
}

function show(id) {
  for (const part of ["signup", "signin", "offers"]) $(part).hidden = part !== id;
}

function say(title, lead, done) {
  $("title").textContent = title;
  $("lead").textContent = lead;
  $("lead").className = done ? "done" : "soft";
}

async function attempt(what, button) {
  $("wrong").textContent = "";
  if (button) button.disabled = true;
  try {
    await what();
  } catch (problem) {
    $("wrong").textContent = problem.message;
  } finally {
    if (button) button.disabled = false;
  }
}

async function signIn(email, password) {
  const login = await call("POST", "/users/login", { email, password });
  token = login.token;
  return login.user;
}

async function open() {
  let invited;
  let offer;
  try {
    invited = await call("GET", `/invitations/by_code?code=${encodeURIComponent(code)}`);
    offer = await call("GET", `/invitations/by_code/offer?code=${encodeURIComponent(code)}`);
  } catch (problem) {
    if (problem.status !== 404) throw problem;
    say("This link leads nowhere any more", "The invitation was answered, withdrawn or is over. If you have joined already, just sign in; if not, ask whoever invited you for another.");
    return show();
  }
  const title = `${offer.invited_by} invites you to join ${offer.company_name}`;
  if (invited.user_exists) {
    say(title, `As ${offer.access_name}. You have a user here already: sign in to join.`);
    $("signin").elements.email.value = invited.email;
    return show("signin");
  }
  say(title, `As ${offer.access_name}. Make your user, and you are in.`);
  $("signup").elements.email.value = invited.email;
  const terms = await call("GET", "/legal_terms/current").then((answer) => answer.legal_term, () => null);
  $("terms").hidden = $("agree").hidden = !terms;
  $("signup").elements.signed.required = Boolean(terms);
  if (terms) {
    $("terms-title").textContent = `${terms.title}, version ${terms.version}`;
    $("terms-content").textContent = terms.content;
  }
  show("signup");
}

async function signUp() {
  const { first_name, last_name, email, password, signed } = Object.fromEntries(new FormData($("signup")));
  const made = await call("POST", "/users", { first_name, last_name, email, password, password_confirmation: password, invitation_code: code });
  const user = await signIn(email, password);
  if (signed) {
    await call("PUT", `/users/${user.id}/onboarding/terms_and_conditions`, { signed: true });
    await call("PUT", `/users/${user.id}/onboarding/finish`, { onboarding_completed: true });
  }
  const company = made.user.primary_company;
  say(company ? `You are in ${company.name}` : "You are in", `You can sign in as ${email} from now on.`, true);
  show();
}

/** Everything this person is invited to: the code does not say to which company it belongs. */
async function offers(user) {
  const { invitations } = await call("GET", `/invitations/pending?email=${encodeURIComponent(user.email)}`);
  if (!invitations.length) {
    say("Nothing left to join", `You are signed in as ${user.email}.`, true);
    return show();
  }
  say("You are invited", `You are signed in as ${user.email}.`);
  $("offers").replaceChildren(...invitations.map((invitation) => {
    const row = document.createElement("div");
    row.className = "row";
    const button = document.createElement("button");
    button.className = "go";
    button.textContent = `Join ${invitation.company_name} as ${invitation.access_name}`;
    button.addEventListener("click", () => attempt(async () => {
      await call("POST", `/users/${user.id}/user_access`, {
        user_accesses_attributes: [{ company_id: invitation.company_id, access_id: invitation.access_id }],
      });
      row.replaceChildren(`You are in ${invitation.company_name}.`);
      row.className = "done";
    }, button));
    row.append(button);
    return row;
  }));
  show("offers");
}

$("signup").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  attempt(signUp, submitted.submitter);
});

$("signin").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const { email, password } = Object.fromEntries(new FormData($("signin")));
  attempt(async () => offers(await signIn(email, password)), submitted.submitter);
});

attempt(open);
