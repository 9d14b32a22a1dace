using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansChat.Grains.Journal;

/// <summary>
/// Stored names and JSON of an aggregate's events. A name, once written anywhere, is read for ever; a changed shape gets a new name.
/// </summary>
/// <typeparam name="TEvent">The closed set's base.</typeparam>
internal sealed class EventCodec<TEvent>
    where TEvent : class
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,                                // what is derived is not stored
        MaxDepth = 16,
    };

    private readonly FrozenDictionary<string, Type> _types;
    private readonly FrozenDictionary<Type, string> _names;

    public EventCodec(params (string Name, Type Type)[] cases)
    {
        _types = cases.ToFrozenDictionary(static c => c.Name, static c => c.Type);
        _names = cases.ToFrozenDictionary(static c => c.Type, static c => c.Name);
    }

    public IEnumerable<Type> Types => _names.Keys;

    public NewEvent Encode(TEvent happened) => new(_names[happened.GetType()], JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Json));

    /// <exception cref="UnknownEventException">A name that this version does not know: the journal is newer than the program.</exception>
    public TEvent Decode(StoredEvent stored) => _types.TryGetValue(stored.Name, out var type)
        ? (TEvent)JsonSerializer.Deserialize(stored.Json.Span, type, Json)!
        : throw new UnknownEventException(stored.Name);

    public bool IsNamed<TCase>(StoredEvent stored)
        where TCase : TEvent => stored.Name == _names[typeof(TCase)];

    /// <summary>A state as a snapshot.</summary>
    public static ReadOnlyMemory<byte> EncodeState<TState>(TState state) => JsonSerializer.SerializeToUtf8Bytes(state, Json);

    public static TState DecodeState<TState>(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<TState>(json.Span, Json)!;
}

/// <summary>The journal holds an event that this version of the program cannot read.</summary>
public sealed class UnknownEventException(string name) : Exception($"The journal holds an event '{name}', which this version does not know; start a newer version.")
{
    public UnknownEventException() : this("?") { }
    public UnknownEventException(string name, Exception inner) : this(name) => _ = inner;
}
