/** Hands events to listeners one at a time, in the order they were published, even when a listener publishes more. */
export interface Dispatcher<Topic, Event> {
  publish(topic: Topic, event: Event): void;
  subscribe(topic: Topic, listener: (event: Event) => void): () => void;
}

/** A listener that throws is reported as a process warning and keeps its place: its fault is not the writer's. */
export function createDispatcher<Topic, Event>(): Dispatcher<Topic, Event> {
  const listeners = new Map<Topic, Set<(event: Event) => void>>();
  const waiting: { topic: Topic; event: Event }[] = [];
  let draining = false;

  const deliver = ({ topic, event }: { topic: Topic; event: Event }) => {
    for (const listener of listeners.get(topic) ?? []) {
      try {
        listener(event);
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  };

  return {
    publish(topic, event) {
      waiting.push({ topic, event });
      if (draining) return;
      draining = true;
      for (let next = waiting.shift(); next; next = waiting.shift()) deliver(next);
      draining = false;
    },
    subscribe(topic, listener) {
      const ofTopic = listeners.get(topic) ?? new Set();
      listeners.set(topic, ofTopic.add(listener));
      return () => ofTopic.delete(listener);
    },
  };
}
