/** What Redis publishes, on one connection for all who listen; a connection that listens can do nothing else. */

/** Such a connection of the Redis client's. */
type Connection = {
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  on(event: 'message', heard: (channel: string) => void): unknown;
  disconnect(): void;
};

type Channel = { readonly listeners: Set<() => void>; readonly subscribed: Promise<unknown> };

export class Notices {
  private readonly channels = new Map<string, Channel>();
  private connection: Connection | undefined;

  constructor(private readonly connect: () => Connection) {}

  async listen(channel: string, heard: () => void): Promise<() => void> {
    const { listeners, subscribed } = this.channels.get(channel) ?? this.open(channel);
    listeners.add(heard);
    const stop = () => {
      listeners.delete(heard);
      if (listeners.size > 0 || this.channels.get(channel)?.listeners !== listeners) return;
      this.channels.delete(channel);
      void this.connection?.unsubscribe(channel).catch(() => {});
    };
    try {
      await subscribed;
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  }

  close(): void {
    this.connection?.disconnect();
  }

  private open(name: string): Channel {
    this.connection ??= this.connected();
    const channel = { listeners: new Set<() => void>(), subscribed: this.connection.subscribe(name) };
    this.channels.set(name, channel);
    return channel;
  }

  private connected(): Connection {
    const connection = this.connect();
    connection.on('message', (channel) => {
      for (const heard of this.channels.get(channel)?.listeners ?? []) heard();
    });
    return connection;
  }
}
