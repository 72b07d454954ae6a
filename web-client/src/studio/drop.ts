/** Shows a sign while files are dragged over the page, and hands on those that are let go. */
export function catchDrops(sign: HTMLElement, onFiles: (files: File[]) => void): void {
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  // Entering a child leaves its parent: only the balance says whether it is still over the page.
  let depth = 0;
  const show = (by: number) => {
    depth = Math.max(0, depth + by);
    sign.classList.toggle('over', depth > 0);
  };
  addEventListener('dragenter', (event) => {
    if (carriesFiles(event)) show(1);
  });
  addEventListener('dragleave', (event) => {
    if (carriesFiles(event)) show(-1);
  });
  addEventListener('dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    show(-depth);
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}
