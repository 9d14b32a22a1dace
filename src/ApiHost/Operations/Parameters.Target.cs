using System.Text;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Operations;

/// <summary>Whom an operation turns to, as it was written: exactly one of a user's id and a queue's name.</summary>
internal sealed record TargetWord(string? UserId, string? QueueName)
{
    public static readonly TargetWord None = new(null, null);
}

/// <summary>Targets (decision 37): a user or a queue by address, or a queue by name.</summary>
internal sealed partial class Parameters
{
    private static readonly string[] Addresses = ["targetUri", "targetPath"];

    /// <summary>Required: exactly one of <c>targetUri</c>, <c>targetPath</c> and <c>queueName</c>.</summary>
    public TargetWord Target() => One([.. Addresses, "queueName"]);

    /// <summary>Required: exactly one of <c>targetUri</c> and <c>targetPath</c>, of a user.</summary>
    public string UserTarget()
    {
        var target = One(Addresses);
        if (target.QueueName is not null)
        {
            Bad(Addresses.First(Has), "must name a user");
        }

        return target.UserId ?? "";
    }

    private TargetWord One(string[] names)
    {
        notes?.Choose(names);
        var given = names.Where(Has).ToList();
        if (given.Count == 0)
        {
            Required(names[0]);
            return TargetWord.None;
        }

        var words = given.Select(name => name == "queueName" ? new TargetWord(null, OptionalWord(name)) : Address(name)).ToList();
        if (given.Count > 1)
        {
            Bad(given[1], "must not be there beside another target");
        }

        return words[0];
    }

    /// <summary>
    /// An absolute address under any host, since clients may reach this server under several, or the path alone. What a path such as
    /// <c>/queues/{name}</c> names is a queue; the vendor writes <c>/contacts/{id}</c> too.
    /// </summary>
    private TargetWord Address(string name)
    {
        var text = OptionalString(name) ?? "";
        Within(name, text, Encoding.UTF8.GetByteCount(text) <= limits.TextBytesMax);
        var path = PathOf(text).Split('/') is ["", var kind, { Length: > 0 } id] ? (kind, Uri.UnescapeDataString(id)) : default;
        switch (path)
        {
            case ("users", var userId):
                return new(userId, null);
            case ("queues" or "contacts", var queueName):
                return new(null, queueName);
            default:
                Bad(name, "must be the address of a user or a queue");
                return TargetWord.None;
        }
    }

    private static string PathOf(string text)
    {
        var path = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { Query: "", Fragment: "" } ? uri.AbsolutePath : text;
        var start = path.LastIndexOf(Uris.Prefix + "/", StringComparison.Ordinal);
        return start < 0 ? (path == text ? text : "") : path[(start + Uris.Prefix.Length)..];
    }
}
