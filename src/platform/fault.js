// What a person sees when the app has a fault and stops. This must not be part of the app: nothing of it
// runs any more. The dialog stands ready in index.html; answers are on the server as they were given.

export function watch() {
  const open = (reason) => {
    const dialog = document.getElementById("fault");
    if (!(reason instanceof WebAssembly.RuntimeError) || dialog.open) return;
    dialog.querySelector("a").href = location.pathname + location.search + location.hash;
    dialog.showModal();
  };
  addEventListener("error", (event) => open(event.error));
  addEventListener("unhandledrejection", (event) => open(event.reason));
}
