using System.Text;
using System.Text.Json;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.ApiHost.Operations;

/// <summary>
/// The parameters of an operation. Reading never stops: it notes what is wrong, and <see cref="Refused"/> then tells the first in the order
/// of decision 20: missing, bad, over a limit. A JSON null is an absent parameter; names that nobody asks for are passed over.
/// </summary>
internal sealed partial class Parameters(JsonElement body, LimitSettings limits, ParameterNotes? notes = null)
{
    private Reply? _missing;
    private Reply? _bad;
    private Reply? _over;

    /// <summary>Why the operation cannot be done, or <see langword="null"/>.</summary>
    public Reply? Refused => _missing ?? _bad ?? _over;

    /// <summary>A text that people read: not empty, at most 16 KiB.</summary>
    public string Text(string name)
    {
        var text = RequiredString(name);
        notes?.Note(name, static note => note with { IsFilled = true });
        if (text.Length == 0)
        {
            Bad(name, "must not be empty");
        }

        return Within(name, text, Encoding.UTF8.GetByteCount(text) <= limits.TextBytesMax);
    }

    /// <summary>A required string that may be empty, at most as long as a text.</summary>
    public string Line(string name)
    {
        var text = RequiredString(name);
        return Within(name, text, Encoding.UTF8.GetByteCount(text) <= limits.TextBytesMax);
    }

    /// <summary>An absolute http or https address: what else a browser would run must not travel as a link.</summary>
    public string Url(string name)
    {
        var text = Text(name);
        var isHttp = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (text.Length > 0 && !(isHttp && !text.Any(char.IsControl) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0))
        {
            Bad(name, "must be an absolute http or https address");
        }

        return text;
    }

    /// <summary>A nickname, or <see langword="null"/> for none or a blank one: then the server's default holds.</summary>
    public string? OptionalNickname(string name) => OptionalString(name) is { } nickname && !string.IsNullOrWhiteSpace(Within(name, nickname, nickname.Length <= limits.NicknameCharsMax)) ? nickname : null;

    public string Nickname(string name)
    {
        var nickname = RequiredString(name);
        if (string.IsNullOrWhiteSpace(nickname))
        {
            Bad(name, "must not be empty");
        }

        return Within(name, nickname, nickname.Length <= limits.NicknameCharsMax);
    }

    /// <summary>A word that programs choose: a queue's name, a message type.</summary>
    public string? OptionalWord(string name) => OptionalString(name) is { } word ? Within(name, word, word.Length <= limits.WordCharsMax) : null;

    /// <summary>One of the words, or the first where none is given.</summary>
    public string OneOf(string name, params ReadOnlySpan<string> words)
    {
        var word = OptionalString(name) ?? words[0];
        if (notes is not null)
        {
            ImmutableArray<string> all = [.. words];
            notes.Note(name, note => note with { Words = all });
        }

        if (!words.Contains(word))
        {
            Bad(name, $"must be one of {string.Join(", ", words)}");
        }

        return word;
    }

    public bool OptionalFlag(string name)
    {
        var value = Find(name);
        notes?.Note(name, static note => note with { Kind = ParameterForm.Flag });
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.True or JsonValueKind.False))
        {
            Bad(name, "must be true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>A required list of words that is not empty.</summary>
    public ImmutableArray<string> Words(string name)
    {
        var words = Strings(name);
        if (Has(name) && words.IsEmpty)
        {
            Bad(name, "must name at least one");
        }

        return words;
    }

    /// <summary>
    /// The optional trio <c>text</c>, <c>messageType</c>, <c>treatAs</c> of other operations than messages: a text that is sent before the
    /// operation acts. The latter two go with a text only; <see langword="null"/> for none or an empty one.
    /// </summary>
    public FarewellInfo? Farewell()
    {
        var text = OptionalString("text");
        _ = text is null ? "" : Within("text", text, Encoding.UTF8.GetByteCount(text) <= limits.TextBytesMax);
        var messageType = MessageType();
        if (text is null && (Has("messageType") || Has("treatAs")))
        {
            Bad("text", "must be there when messageType or treatAs is");
        }

        return string.IsNullOrEmpty(text) ? null : new FarewellInfo(text, messageType);
    }

    /// <summary>The <c>messageType</c> of a message, beside a <c>treatAs</c> whose word is checked.</summary>
    public string? MessageType()
    {
        OneOf("treatAs", "Normal", "System");
        return OptionalWord("messageType");
    }

    /// <summary>A value that a check outside of this class refuses.</summary>
    public void Bad(string name, string why) => _bad ??= Reply.No(WireStatus.ParameterInvalid, $"{name} {why}.");

    /// <summary>A limit that a check outside of this class found exceeded.</summary>
    public void Over(string name) => _over ??= Reply.No(WireStatus.OverLimit, $"{name} is over a limit.");

    private bool Has(string name) => Find(name).ValueKind != JsonValueKind.Undefined;

    /// <summary>The value; <see cref="JsonValueKind.Undefined"/> where it is absent or null.</summary>
    private JsonElement Find(string name)
    {
        notes?.Note(name, static note => note);
        return body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;
    }

    private JsonElement Required(string name)
    {
        var value = Find(name);
        notes?.Note(name, static note => note with { IsRequired = true });
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            _missing ??= Reply.No(WireStatus.ParameterMissing, $"{name} is required.");
        }

        return value;
    }

    private string? OptionalString(string name) => StringOf(name, Find(name));

    private string RequiredString(string name) => StringOf(name, Required(name)) ?? "";

    private string? StringOf(string name, JsonElement value)
    {
        notes?.Note(name, static note => note with { Kind = ParameterForm.Text });
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.String))
        {
            Bad(name, "must be a string");
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private string Within(string name, string text, bool isWithin)
    {
        if (!isWithin)
        {
            Over(name);
        }

        return text;
    }
}
