/** Whether a server is there and ready; both resolve to undefined when it is, and to the reason when it is not. */
import { connect } from 'node:net';

export async function httpAnswers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const text = await response.text();
    return response.ok ? undefined : `answers ${response.status}${missing(text)}`;
  } catch (error) {
    return error.cause?.code ?? error.name;
  }
}

/** What `/health/ready` says is not there. */
function missing(text) {
  try {
    const away = Object.entries(JSON.parse(text).checks).filter(([, state]) => state !== 'ok');
    return `: no answer from ${away.map(([name]) => name).join(', ')}`;
  } catch {
    return '';
  }
}

export function redisAnswers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 });
    const end = (reason) => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    // While it loads its data Redis answers `-LOADING`.
    socket.once('data', (data) => {
      const answer = data.toString().trim();
      end(answer === '+PONG' ? undefined : answer);
    });
    socket.once('timeout', () => end('silent'));
    socket.once('error', (error) => end(error.code));
  });
}
