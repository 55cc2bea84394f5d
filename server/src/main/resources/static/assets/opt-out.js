// A click, not the mere opening of the link, opts out: mail scanners open links too.
const token = location.pathname.split("/").pop();
const button = document.getElementById("confirm");
button.addEventListener("click", async () => {
  button.disabled = true;
  document.getElementById("wrong").textContent = "";
  const response = await fetch("/opt_outs/by_link", {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  }).catch(() => ({ json: async () => ({}) }));
  const answer = await response.json().catch(() => ({}));
  if (response.ok) {
    document.getElementById("title").textContent = "Done";
    document.getElementById("lead").textContent = answer.message;
    button.hidden = true;
  } else {
    document.getElementById("wrong").textContent = [400, 404].includes(response.status)
      ? "This link is not complete. Copy all of it."
      : "You are not opted out yet: the server could not do it just now. Try again in a minute.";
    button.disabled = false;
  }
});
