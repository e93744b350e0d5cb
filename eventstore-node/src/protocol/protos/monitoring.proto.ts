/** The node's statistics, sent again and again. */
export const monitoringProto = `
syntax = "proto3";
package event_store.client.monitoring;

message StatsReq {
  bool use_metadata = 1;
  uint64 refresh_time_period_in_ms = 4;
}
message StatsResp { map<string, string> stats = 1; }
`;
