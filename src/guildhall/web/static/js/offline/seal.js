// Sealing with AES-GCM. The key is made of the house's secret and this device's own number; no
// script can read it out again, not even ours. Each seal names what it is for, so that a sealed
// thing cannot be put in the place of another one.
(() => {
  const PURPOSE = "guildhall offline";
  const bytes = (text) => new TextEncoder().encode(text);

  async function keyFrom(secret, device) {
    const start = await crypto.subtle.importKey("raw", bytes(secret), "HKDF", false, ["deriveKey"]);
    const way = { name: "HKDF", hash: "SHA-256", salt: bytes(device), info: bytes(PURPOSE) };
    const kind = { name: "AES-GCM", length: 256 };
    return crypto.subtle.deriveKey(way, start, kind, false, ["encrypt", "decrypt"]);
  }

  async function seal(key, value, about) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const way = { name: "AES-GCM", iv, additionalData: bytes(about) };
    return { iv, data: await crypto.subtle.encrypt(way, key, bytes(JSON.stringify(value))) };
  }

  async function unseal(key, { iv, data }, about) {
    const way = { name: "AES-GCM", iv, additionalData: bytes(about) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(way, key, data)));
  }

  Object.assign(globalThis.hallOffline, { seal: { keyFrom, seal, unseal } });
})();
