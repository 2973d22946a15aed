// @ts-check
const root = document.documentElement;
/** Longer, and a reader would rather have another font. */
const PATIENCE_MS = 2_000;

// Text is drawn once its fonts are read, so that nothing moves afterwards.
root.classList.add("reading-fonts");
const show = () => root.classList.remove("reading-fonts");
Promise.all(['1em "Source Sans 3"', '1em "Source Serif 4"'].map((font) => document.fonts.load(font))).then(show, show);
setTimeout(show, PATIENCE_MS);
