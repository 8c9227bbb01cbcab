// Who may talk to the web chat, and what a browser is told about it: plain HTTP, no browser needed.
import assert from 'node:assert/strict';
import {request} from 'node:http';
import {after, before, test} from 'node:test';
import {Hammy} from './world.mjs';

let hammy, own;
before(async () => {
  hammy = await Hammy.create();
  own = new URL(hammy.url).origin;
});
after(() => hammy?.destroy());

// fetch() hides too much: this is the bare exchange. A refused upgrade answers with its status, a granted one with 101.
function exchange(method, path, headers = {}) {
  return new Promise((resolve, reject) => {
    const asking = request({host: '127.0.0.1', port: hammy.port, method, path, headers});
    asking.on('response', (answer) => {
      let body = '';
      answer.on('data', (bytes) => (body += bytes)).on('end', () => resolve({status: answer.statusCode, headers: answer.headers, body}));
    });
    asking.on('upgrade', (answer, socket) => (socket.destroy(), resolve({status: answer.statusCode, headers: answer.headers})));
    asking.on('error', reject);
    asking.end();
  });
}

const kUpgrade = {Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ=='};

async function session_cookie() {
  const {status, headers} = await exchange('POST', '/session', {Origin: own});
  assert.equal(status, 204);
  return headers['set-cookie'][0];
}

test('the page comes with a policy that allows nothing foreign and nothing inline', async () => {
  const {status, headers} = await exchange('GET', '/');
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  assert.match(headers['content-security-policy'], /default-src 'none'/);
  assert.doesNotMatch(headers['content-security-policy'], /unsafe|\*|https?:/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['set-cookie'], undefined);
});

test('a browser that has this version of the page is not sent it again', async () => {
  const {headers} = await exchange('GET', '/app.js');
  assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal((await exchange('GET', '/app.js', {'If-None-Match': headers.etag})).status, 304);
  assert.equal((await exchange('GET', '/app.js', {'If-None-Match': '"old"'})).status, 200);
});

test('the key to a conversation is out of reach of scripts and other sites, and kept when it is there', async () => {
  const cookie = await session_cookie();
  assert.match(cookie, /^hammy=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
  const again = await exchange('POST', '/session', {Origin: own, Cookie: cookie.split(';')[0]});
  assert.equal(again.headers['set-cookie'][0], cookie);
  assert.notEqual(await session_cookie(), cookie);
});

test('behind TLS the key travels by TLS alone', async () => {
  const {headers} = await exchange('POST', '/session', {Origin: own, 'X-Forwarded-Proto': 'https'});
  assert.match(headers['set-cookie'][0], /^__Host-hammy=.*; Secure$/);
});

test('only the own page may open the line', async () => {
  const Cookie = (await session_cookie()).split(';')[0];
  assert.equal((await exchange('GET', '/ws', {...kUpgrade, Cookie, Origin: own})).status, 101);
  assert.equal((await exchange('GET', '/ws', {...kUpgrade, Cookie, Origin: 'https://evil.example'})).status, 403);
  assert.equal((await exchange('GET', '/ws', {...kUpgrade, Cookie})).status, 403);
  assert.equal((await exchange('GET', '/ws', {...kUpgrade, Origin: own})).status, 401);
  assert.equal((await exchange('GET', '/ws', {...kUpgrade, Origin: own, Cookie: 'hammy=guess'})).status, 401);
  assert.equal((await exchange('GET', '/ws', {Cookie, Origin: own})).status, 426);
  assert.equal((await exchange('POST', '/session', {Origin: 'https://evil.example'})).status, 403);
});

test('what is not there says so', async () => {
  assert.equal((await exchange('GET', '/../hammy.db')).status, 404);
  assert.equal((await exchange('GET', '/embed.cmake')).status, 404);
  assert.equal((await exchange('DELETE', '/')).status, 405);
});
