// Figures: switches to another picture that was drawn before; reads out the marks.
for (const figure of document.querySelectorAll(".figure:has(.picture)")) {
  const picture = figure.querySelector(".picture");
  const readout = figure.querySelector(".readout");
  const form = figure.querySelector(".switch");
  const link = figure.querySelector("a.data");
  const first = { content: [...picture.children], csv: link.href };
  const others = [...figure.querySelectorAll("template")];

  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      const place = Number(form.elements.view.value);
      const other = others[place - 1];
      picture.replaceChildren(...(other ? other.content.cloneNode(true).children : first.content));
      link.href = other ? other.dataset.csv : first.csv;
      readout.textContent = "";
    });
  }

  const marks = (canvas) => [...canvas.querySelectorAll("g[pointer-events]")];
  function read(mark) {
    picture.querySelector(".lit")?.classList.remove("lit");
    if (!mark) return;
    mark.classList.add("lit");
    readout.textContent = mark.querySelector("title").textContent;
  }
  for (const moved of ["pointerover", "click"]) {
    picture.addEventListener(moved, (event) => {
      const mark = event.target.closest("g[pointer-events]");
      if (mark) read(mark);
    });
  }
  picture.addEventListener("focusin", (event) => {
    const canvas = event.target.closest(".canvas");
    if (canvas && !readout.textContent && marks(canvas).length) readout.textContent = readout.dataset.hint;
  });
  picture.addEventListener("focusout", () => { read(null); readout.textContent = ""; });
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const all = step ? marks(event.target) : [];
    if (!all.length) return;
    event.preventDefault();
    const here = all.findIndex((mark) => mark.classList.contains("lit"));
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
    read(all[(next + all.length) % all.length]);
  });
}
