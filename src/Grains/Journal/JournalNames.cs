using System.Runtime.CompilerServices;
using System.Text;

namespace OrleansChat.Grains.Journal;

/// <summary>What every journal refuses before it touches anything: names that some database would cut, change or fold into each other.</summary>
public static class JournalNames
{
    /// <summary>Longest stream name, user id, session key or event name, in UTF-16 characters: keys stay small beside a database page of 4 KiB.</summary>
    public const int NameCharsMax = 200;

    /// <summary>Returns <paramref name="name"/> when it is well-formed Unicode without NUL, 1 to <see cref="NameCharsMax"/> characters long.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string Check(string name, [CallerArgumentExpression(nameof(name))] string argument = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name, argument);
        if (name.Length > NameCharsMax)
            throw new ArgumentException($"Longer than {NameCharsMax} characters.", argument);
        if (name.Contains('\0') || !IsWellFormed(name))
            throw new ArgumentException("Contains NUL or half a surrogate pair.", argument);
        return name;
    }

    /// <summary>
    /// Checks an append: its stream, its version (0 or more), every event's name, its request. Without an event it has a request and a stream
    /// that is there.
    /// </summary>
    /// <exception cref="ArgumentException">One of them is not as said.</exception>
    public static void Check(JournalAppend append)
    {
        ArgumentNullException.ThrowIfNull(append);
        Check(append.Stream);
        ArgumentOutOfRangeException.ThrowIfNegative(append.ExpectedVersion);
        if (append.Events.IsDefault || (append.Events.IsEmpty && (append.Request is null || append.ExpectedVersion == 0)))
            throw new ArgumentException("An append has at least one event, or remembers a request on a stream that has some.", nameof(append));
        foreach (var happened in append.Events) Check(happened.Name);
        if (append.Request is { } request) Check(request);
        foreach (var row in append.Audit) Check(row.ContactCenterId);
    }

    private static void Check(NewRequest request)
    {
        Check(request.Row.Scope);
        Check(request.Row.Key);
        Check(request.Row.Digest);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.RowsMax, 1);
    }

    /// <summary>Checks a session row: its keys, and an epoch of at least 1.</summary>
    /// <exception cref="ArgumentException">One of them is not as said.</exception>
    public static void Check(SessionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Check(row.UserId);
        Check(row.SessionKey);
        ArgumentOutOfRangeException.ThrowIfLessThan(row.Epoch, 1);
    }

    /// <summary>Checks a session row that shall replace one of <paramref name="expectedEpoch"/>.</summary>
    /// <exception cref="ArgumentException">The row is ill-formed, or its epoch goes backwards.</exception>
    public static void Check(SessionRow row, long expectedEpoch)
    {
        Check(row);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedEpoch);
        ArgumentOutOfRangeException.ThrowIfLessThan(row.Epoch, expectedEpoch);
    }

    private static bool IsWellFormed(string name)
    {
        for (var rest = name.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var chars) != System.Buffers.OperationStatus.Done) return false;
            rest = rest[chars..];
        }
        return true;
    }
}
