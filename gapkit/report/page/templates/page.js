// The contents: open beside a wide page, a bar above a narrow one; the section in view is marked.
const contents = document.querySelector(".contents details");
const wide = matchMedia("(min-width: 68rem)");
const fold = () => { contents.open = wide.matches; };
fold();
wide.addEventListener("change", fold);
contents.addEventListener("click", (event) => {
  if (event.target.closest("a") && !wide.matches) contents.open = false;
});
const links = new Map([...contents.querySelectorAll("a")].map((a) => [a.hash.slice(1), a]));
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(target.id)?.setAttribute("aria-current", "true");
  }
}, { rootMargin: "-15% 0px -75% 0px" });
for (const section of document.querySelectorAll("main section")) seen.observe(section);

// A fold that hides text is opened on paper; long tables, findings and how things were made are not.
const folds = [...document.querySelectorAll("main details:not(.table-fold, .file, .how)")];
let closed = [];
addEventListener("beforeprint", () => {
  closed = folds.filter((one) => !one.open);
  closed.forEach((one) => { one.open = true; });
});
addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));
