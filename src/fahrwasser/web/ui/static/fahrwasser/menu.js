// On a phone the menu starts closed; without this script it is open and everything is reachable.
const menu = document.querySelector(".fw-menu");
if (menu && matchMedia("(max-width: 48rem)").matches) menu.open = false;
