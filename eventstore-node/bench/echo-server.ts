/** A grpc-js server that does nothing but answer with what it got; prints its port. */
import { Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js';
import { ECHO } from './echo-service.js';

const server = new Server({ 'grpc.max_receive_message_length': -1 });
const echo: handleUnaryCall<Buffer, Buffer> = ({ request }, answer) => answer(null, request);
server.addService(ECHO, { echo });
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
