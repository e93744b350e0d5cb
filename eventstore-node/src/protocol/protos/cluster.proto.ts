/** The services a client calls before it does anything else: what the server can do, and who its members are. */
export const clusterProto = `
syntax = "proto3";
package event_store.client;
import "shared.proto";

message SupportedMethods {
  repeated SupportedMethod methods = 1;
  string event_store_server_version = 2;
}

message SupportedMethod {
  string method_name = 1;
  string service_name = 2;
  repeated string features = 3;
}

message ClusterInfo { repeated MemberInfo members = 1; }

message MemberInfo {
  UUID instance_id = 1;
  int64 time_stamp = 2;
  int32 state = 3;
  bool is_alive = 4;
  EndPoint http_end_point = 5;
}

message EndPoint {
  string address = 1;
  uint32 port = 2;
}
`;
