// The page behind an invitation's link: an ordinary client of the public API.
const token = location.pathname.split("/").pop();
const $ = (id) => document.getElementById(id);
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
  if (!response.ok) {
    const problem = new Error(answer.detail || answer.error || `The server answered ${response.status}.`);
    problem.status = response.status;
    throw problem;
  }
  return answer;
}

function show(...ids) {
  for (const id of ["signup", "signin", "answer", "delivery", "after"]) $(id).hidden = !ids.includes(id);
}

function say(title, lead) {
  $("title").textContent = title;
  $("lead").textContent = lead;
  $("lead").className = "soft";
}

function offer(label, what) {
  const button = document.createElement("button");
  button.className = "quiet";
  button.textContent = label;
  button.addEventListener("click", () => attempt(what, button));
  $("after").replaceChildren(button);
  show("after");
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

async function session() {
  const response = await fetch("/session", { headers: { Accept: "application/json" } }).catch(away);
  if (!response.ok) return null;
  const answer = await response.json();
  csrf = answer.csrf_token;
  return answer;
}

async function open() {
  const invitation = await call("GET", `/invitations/${token}`);
  const until = new Date(invitation.expires_at).toLocaleString([], { dateStyle: "long", timeStyle: "short" });
  const offered = invitation.as === "buyer" ? "sell leads to you" : "buy leads from you";
  $("description").textContent = invitation.description || "";
  $("description").hidden = !invitation.description;
  switch (invitation.state) {
    case "sent": {
      say(`${invitation.inviter.name} would like to ${offered}`, `You are invited as a ${invitation.as}. Open until ${until}.`);
      const signedIn = await session();
      if (signedIn) {
        $("who").textContent = `${signedIn.user.email} (${signedIn.account.name})`;
        show("answer");
      } else if (invitation.signup_required) {
        $("signup").elements.email.value = invitation.email;
        show("signup");
      } else {
        $("signin").elements.email.value = invitation.email;
        show("signin");
      }
      break;
    }
    case "expired":
      say("This invitation has expired", `${invitation.inviter.name} invited you as a ${invitation.as}, until ${until}.`);
      offer(`Ask ${invitation.inviter.name} for a fresh link`, async () => {
        await call("POST", `/invitations/${token}/fresh_link`);
        say("Asked", `${invitation.inviter.name} got a mail. You will get one when they send a fresh link.`);
        show();
      });
      break;
    case "declined":
      declined(invitation);
      break;
    case "accepted":
      say("You are connected", `This invitation of ${invitation.inviter.name} was accepted.`);
      show();
      break;
    default:
      say("This invitation was withdrawn", `${invitation.inviter.name} took it back.`);
      show();
  }
}

function declined(invitation) {
  say("Declined", `${invitation.inviter.name} was told. Changed your mind? Until the invitation ends you can take that back.`);
  offer("Take the decline back", async () => {
    await call("POST", `/invitations/${token}/undo_decline`);
    await open();
  });
}

async function accept(body) {
  const accepted = await call("POST", `/invitations/${token}/accept`, body);
  if (accepted.csrf_token) csrf = accepted.csrf_token;
  say(`Connected with ${accepted.entity.name}`, "Both of you see each other among your partners now.");
  $("lead").className = "done";
  $("description").hidden = true;
  const onboard = accepted.onboard;
  if (!onboard || onboard.status === "completed") return show();
  show("delivery");
  $("delivery").onsubmit = (submitted) => {
    submitted.preventDefault();
    attempt(() => finish(onboard, $("delivery").elements.url.value.trim()), submitted.submitter);
  };
}

async function finish(onboard, url) {
  let flow = onboard.flow_id;
  if (url) flow = (await call("PUT", `/onboards/${onboard.id}/delivery`, { url })).flow_id;
  const change = { invitation_id: onboard.invitation_id, status: "completed" };
  if (flow) change.flow_id = flow;
  const done = await call("PUT", `/onboards/${onboard.id}`, change);
  if (done.status !== "completed") throw new Error(done.error || "The set-up could not be finished. Try again.");
  say("All set", "Your partner was told. Leads arrive as soon as they enable their step.");
  $("lead").className = "done";
  show();
}

$("signup").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const typed = Object.fromEntries(new FormData($("signup")));
  typed.time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  attempt(() => accept({ signup: typed }), submitted.submitter);
});

$("signin").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  attempt(async () => {
    csrf = (await call("POST", "/session", Object.fromEntries(new FormData($("signin"))))).csrf_token;
    await accept();
  }, submitted.submitter);
});

document.addEventListener("click", ({ target }) => {
  if (target.dataset?.do === "accept") attempt(() => accept(), target);
  if (target.dataset?.do === "decline") attempt(async () => {
    await call("POST", `/invitations/${token}/decline`);
    await open();
  }, target);
});

attempt(async () => {
  try {
    await open();
  } catch (problem) {
    if (problem.status !== 404) {
      say("This invitation cannot be shown just now", "Open the link again in a minute.");
      show();
      throw problem;
    }
    say("This link leads nowhere", "It was replaced by a newer one, or is not complete. Look for the latest mail.");
    show();
  }
});
