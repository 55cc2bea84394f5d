// A click, not the mere opening of the link, confirms an address: mail scanners open links too.
const token = location.pathname.split("/").pop();
const button = document.getElementById("confirm");
button.addEventListener("click", async () => {
  button.disabled = true;
  document.getElementById("wrong").textContent = "";
  const response = await fetch(`/email_verification/${token}`, { method: "POST", headers: { Accept: "application/json" } })
    .catch(() => ({ json: async () => ({ detail: "The server cannot be reached. Try again." }) }));
  const answer = await response.json().catch(() => ({}));
  if (response.ok) {
    document.getElementById("title").textContent = "Confirmed";
    document.getElementById("lead").textContent = `${answer.user.email} is yours. You can sign in now.`;
    button.hidden = true;
  } else {
    document.getElementById("wrong").textContent = answer.detail || ([400, 404].includes(response.status)
      ? "This link cannot be used any more."
      : "The address is not confirmed yet: the server could not do it just now. Try again in a minute.");
    button.disabled = false;
  }
});
