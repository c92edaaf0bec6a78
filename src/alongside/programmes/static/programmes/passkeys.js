// Makes and shows passkeys. What the browser needs for it stands in the page as data, or is fetched when the button is pressed.
(() => {
  async function options(form) {
    const inPage = document.getElementById("passkey-options");
    if (inPage) return JSON.parse(inPage.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(`the options came with ${answer.status}`);
    return answer.json();
  }

  async function credential(form) {
    const given = await options(form);
    if (form.dataset.passkey === "add") return window.webauthnJSON.create(given.creation_options);
    return window.webauthnJSON.get(given.request_options);
  }

  function say(form, sentence) {
    const place = form.querySelector("[data-passkey-problem]");
    if (place) place.textContent = sentence;
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button[type=submit]");
      button.disabled = true;
      say(form, "");
      try {
        form.elements.credential.value = JSON.stringify(await credential(form));
        form.submit(); // does not come back here
      } catch {
        // Cancelled, out of time, or a passkey of somewhere else: the browser doesn't say which.
        button.disabled = false;
        say(form, form.dataset.problem);
      }
    });
  });
})();
