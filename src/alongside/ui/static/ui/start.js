// Starts the design system's components. From a file of its own, because no page carries a script.
import { initAll } from "./build/nhsuk-frontend.min.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
closeMenusElsewhere();

// A menu closes when something else is pressed, or with Escape.
function closeMenusElsewhere() {
  const open = () => document.querySelectorAll("details.app-menu[open]");
  document.addEventListener("click", (event) => {
    open().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
}
