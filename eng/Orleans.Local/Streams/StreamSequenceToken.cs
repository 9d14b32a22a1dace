namespace Orleans.Streams
{
    /// <summary>Where an event stands in its stream.</summary>
    [GenerateSerializer, Immutable]
    public abstract class StreamSequenceToken : IEquatable<StreamSequenceToken>, IComparable<StreamSequenceToken>
    {
        /// <summary>The number of the batch.</summary>
        public abstract long SequenceNumber { get; protected set; }

        /// <summary>The place within the batch.</summary>
        public abstract int EventIndex { get; protected set; }

        /// <inheritdoc />
        public abstract bool Equals(StreamSequenceToken? other);

        /// <inheritdoc />
        public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

        /// <inheritdoc />
        public abstract int CompareTo(StreamSequenceToken? other);
    }
}

namespace Orleans.Providers.Streams.Common
{
    /// <summary>A place in a stream, by number.</summary>
    [GenerateSerializer, Immutable]
    public class EventSequenceToken(long sequenceNumber, int eventIndex) : Orleans.Streams.StreamSequenceToken
    {
        /// <summary>The first event of a batch.</summary>
        public EventSequenceToken(long sequenceNumber) : this(sequenceNumber, 0)
        {
        }

        /// <inheritdoc />
        public override long SequenceNumber { get; protected set; } = sequenceNumber;

        /// <inheritdoc />
        public override int EventIndex { get; protected set; } = eventIndex;

        /// <inheritdoc />
        public override bool Equals(Orleans.Streams.StreamSequenceToken? other) =>
            other is EventSequenceToken && SequenceNumber == other.SequenceNumber && EventIndex == other.EventIndex;

        /// <inheritdoc />
        public override int CompareTo(Orleans.Streams.StreamSequenceToken? other) => other is null
            ? 1
            : (SequenceNumber, EventIndex).CompareTo((other.SequenceNumber, other.EventIndex));

        /// <inheritdoc />
        public override string ToString() => $"[EventSequenceToken: SeqNum={SequenceNumber}, EventIndex={EventIndex}]";
    }
}
