// After an invalid post the error summary gets the focus; without this script it is still the first thing in <main>.
document.querySelector("[data-error-summary]")?.focus();
