/** How the server reports an error inside a batch append: its own variant of `google.rpc.Status`. */
export const statusProto = `
syntax = "proto3";
package google.rpc;

message Status {
  int32 code = 1;
  string message = 2;
  Any details = 3;
}

message Any {
  string type_url = 1;
  bytes value = 2;
}
`;
