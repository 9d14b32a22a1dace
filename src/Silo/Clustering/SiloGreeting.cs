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
    public static async ValueTask<SiloAddress?> PeekAsync(PipeReader input, Serializer<SiloGreeting> serializer, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellation);
            var length = LengthIn(read.Buffer);
            var greeting = length is >= 0 and <= BytesMax && read.Buffer.Length >= sizeof(int) + length
                ? serializer.Deserialize(read.Buffer.Slice(sizeof(int), length.Value))
                : null;
            var isOver = greeting is not null || length is < 0 or > BytesMax || read.IsCompleted || read.IsCanceled;
            input.AdvanceTo(read.Buffer.Start, isOver ? read.Buffer.Start : read.Buffer.End);
            if (isOver) return greeting?.SiloAddress;
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
