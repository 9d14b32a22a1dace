#if !ORLEANS_LOCAL
using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Orleans.Serialization;

namespace OrleansChat.Silo.Clustering;

/// <summary>
/// What a silo says first on every connection between silos, before it is asked anything: Orleans' preamble, four bytes of length (little-endian) and a
/// serialized <c>ConnectionPreamble</c>. Of that the address is read; Orleans' serializer skips members that a type does not have.
/// </summary>
[GenerateSerializer]
internal sealed class SiloGreeting
{
    /// <summary>Orleans writes no longer one.</summary>
    private const int BytesMax = 1024;

    /// <summary>Who answers, with its generation.</summary>
    [Id(2)]
    public SiloAddress? SiloAddress { get; init; }

    /// <summary>Waits for the greeting and leaves it unread.</summary>
    /// <returns>Who answers; <see langword="null"/> for one that ended before, or says something else.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled, by its caller or at the pipe.</exception>
    public static async ValueTask<SiloAddress?> PeekAsync(PipeReader input, Serializer<SiloGreeting> serializer, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellation);
            var length = LengthIn(read.Buffer);
            var isThere = length is > 0 and <= BytesMax && read.Buffer.Length >= sizeof(int) + length;
            var answer = isThere ? Parse(read.Buffer.Slice(sizeof(int), length!.Value), serializer) : null;
            var isOver = isThere || length is <= 0 or > BytesMax || read.IsCompleted;
            input.AdvanceTo(read.Buffer.Start, isOver ? read.Buffer.Start : read.Buffer.End);
            if (read.IsCanceled) throw new OperationCanceledException("The connection is closed.");
            if (isOver) return answer;
        }
    }

    private static SiloAddress? Parse(ReadOnlySequence<byte> greeting, Serializer<SiloGreeting> serializer)
    {
        try
        {
            return serializer.Deserialize(greeting)?.SiloAddress;
        }
        catch (Exception)
        {
            return null;                                                // whatever it is: Orleans, who reads it next, says what is wrong with it
        }
    }

    private static int? LengthIn(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < sizeof(int)) return null;
        Span<byte> length = stackalloc byte[sizeof(int)];
        buffer.Slice(0, sizeof(int)).CopyTo(length);
        return BinaryPrimitives.ReadInt32LittleEndian(length);
    }
}
#endif
