// The page behind a link that sets a password.
const token = location.pathname.split("/").pop();
const $ = (id) => document.getElementById(id);

function sentences(answer) {
  const fields = Object.entries(answer.errors || {}).map(([field, said]) => `${field.replaceAll("_", " ")} ${said.join(", ")}`);
  return fields.length ? fields.join("\n") : answer.message || "The password could not be set. Try again.";
}

$("choose").addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  $("wrong").textContent = "";
  submitted.submitter.disabled = true;
  try {
    const response = await fetch("/api/v1/users/reset_password", {
      method: "PUT",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify({ token, ...Object.fromEntries(new FormData($("choose"))) }),
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) {
      $("title").textContent = "Your password is set";
      $("lead").textContent = "You can sign in with it now. Wherever you were signed in before, you are not any more.";
      $("choose").hidden = true;
    } else {
      $("wrong").textContent = sentences(answer);
    }
  } catch {
    $("wrong").textContent = "The server cannot be reached. Try again.";
  } finally {
    submitted.submitter.disabled = false;
  }
});
