/** What scrolls sideways: where one is comes into view, and wide tables can be scrolled with the keyboard. */
for (const here of document.querySelectorAll(".ln-nav [aria-current], .ln-tabs [aria-current]")) {
  here.scrollIntoView({ inline: "center", block: "nearest", behavior: "instant" });
}

const fit = (frame: HTMLElement) => {
  const wide = frame.scrollWidth > frame.clientWidth;
  if (wide) frame.tabIndex = 0;
  else frame.removeAttribute("tabindex");
  const caption = frame.querySelector("caption")?.textContent;
  if (wide && caption && !frame.hasAttribute("role")) {
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", caption);
  }
};

const watcher = new ResizeObserver((frames) => frames.forEach(({ target }) => fit(target as HTMLElement)));
for (const frame of document.querySelectorAll<HTMLElement>(".ln-scroll")) watcher.observe(frame);
