// Signs in and shows what was asked for: the same address, once more.
const form = document.getElementById("signin");
const wrong = document.getElementById("wrong");

form.addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  wrong.textContent = "";
  const response = await fetch("/session", {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  }).catch(() => ({ json: async () => ({ detail: "The server cannot be reached. Try again." }) }));
  if (response.ok) {
    location.reload();
  } else {
    const answer = await response.json().catch(() => ({}));
    wrong.textContent = answer.detail || answer.error || `The server answered ${response.status}.`;
  }
});
