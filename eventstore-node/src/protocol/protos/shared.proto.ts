/** Messages that the services share. Fields and numbers are those of @eventstore/db-client's generated descriptors. */
export const sharedProto = `
syntax = "proto3";
package event_store.client;

message Empty {}

message UUID {
  oneof value {
    Structured structured = 1;
    string string = 2;
  }
  message Structured {
    int64 most_significant_bits = 1;
    int64 least_significant_bits = 2;
  }
}

message StreamIdentifier { bytes stream_name = 3; }

message AllStreamPosition {
  uint64 commit_position = 1;
  uint64 prepare_position = 2;
}

message WrongExpectedVersion {
  oneof current_stream_revision_option {
    uint64 current_stream_revision = 1;
    Empty current_no_stream = 2;
  }
  oneof expected_stream_position_option {
    uint64 expected_stream_position = 3;
    Empty expected_any = 4;
    Empty expected_stream_exists = 5;
    Empty expected_no_stream = 6;
  }
}

message StreamDeleted { StreamIdentifier stream_identifier = 1; }
message AccessDenied {}
message Timeout {}
message Unknown {}
message MaximumAppendSizeExceeded { uint32 maxAppendSize = 1; }
message BadRequest { string message = 1; }
`;
