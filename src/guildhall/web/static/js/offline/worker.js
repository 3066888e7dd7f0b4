// The worker. It answers where there is no network, with the one page that holds nothing about
// anybody; it keeps no other page. A filled-in form that cannot leave is kept, sealed, and sent later.
const { version, page: PAGE, files } = self.hallShell;
const { queue, contact } = self.hallOffline;
const CACHE = `guildhall-${version}`;
const FILES = new Set(files.map((url) => new URL(url, self.location).href));
const OBSERVE = /^\/passports\/(\d+)\/observations\/$/;
const SEND = "guildhall-send";

// Asked without credentials, so that it is the page of nobody.
async function keepShell() {
  if (await kept(PAGE)) return;
  const plain = { credentials: "omit", cache: "no-cache" };
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...files].map((url) => new Request(url, plain)));
}

async function forgetOthers() {
  const others = (await caches.keys()).filter((n) => n.startsWith("guildhall-") && n !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function kept(url) {
  if (!(await caches.has(CACHE))) return undefined;
  return (await caches.open(CACHE)).match(url, { ignoreVary: true });
}

async function shellOr(request, path) {
  try {
    return (path === PAGE && (await kept(PAGE))) || (await fetch(request));
  } catch (error) {
    const shell = await kept(PAGE);
    if (shell) return shell;
    throw error;
  }
}

// The form's own key goes with it: had it arrived after all, it would change nothing.
async function keepForm(request, passport) {
  const form = await request.formData();
  const said = (name) => String(form.get(name) ?? "");
  const people = (await queue.ground())?.people ?? [];
  const person = people.find((one) => one.passport === passport);
  const what = person?.competencies.find((one) => String(one.id) === said("competency"));
  if (!what || !said("level")) return false;
  const body = { passport, competency: what.id, level: said("level") };
  Object.assign(body, { went_well: said("went_well"), next_step: said("next_step") });
  body.seen_on = said("seen_on");
  body.shown = { name: person.name, what: what.name, level: said("level") };
  await queue.keep("observation", body, said("device_key") || undefined);
  await self.registration.sync?.register(SEND).catch(() => {});
  return true;
}

async function sendForm(request, passport) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch (error) {
    if (await keepForm(copy, passport)) return Response.redirect(`${PAGE}?kept=1`, 303);
    throw error;
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell());
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetOthers(), self.clients.claim()]));
});

// Signing out empties the shelf; whoever signs in next fills it anew.
self.addEventListener("message", (event) => {
  const answer = () => event.ports[0]?.postMessage("kept");
  if (event.data === "keep") event.waitUntil(keepShell().then(answer, () => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    const observed = request.method === "POST" && OBSERVE.exec(url.pathname);
    if (observed) event.respondWith(sendForm(request, Number(observed[1])));
    else if (request.method === "GET") event.respondWith(shellOr(request, url.pathname));
  } else if (request.method === "GET" && FILES.has(url.href)) {
    event.respondWith(kept(url.href).then((file) => file ?? fetch(request)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === SEND) event.waitUntil(contact.send());
});
