// Reloads the page when `cargo xtask dev` has built anew.
const version = async () => (await fetch('/dev-version.txt', { cache: 'no-store' })).text();
let shown;
const look = async () => {
  try {
    const now = await version();
    shown ??= now;
    if (now && now !== shown) location.reload();
  } catch { /* The server is being started again. */ }
  setTimeout(look, 500);
};
look();
