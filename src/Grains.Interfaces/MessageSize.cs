using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;

namespace OrleansChat.Grains.Interfaces;

/// <summary>
/// How large a message between grains, or from a silo to an API host, may be. What grows with what is stored (entries of a log, tellings, pushes) goes in parts
/// of <see cref="PartBytesMax"/>, or is fetched from the journal by who needs it.
/// </summary>
public static class MessageSize
{
    /// <summary>Larger ones do not cross from one process to another.</summary>
    public const int BytesMax = 1 << 20;

    /// <summary>Parts are filled up to here. One element may exceed it; none is larger than the rest of the message: a page of history is a quarter of it.</summary>
    public const int PartBytesMax = BytesMax / 2;

    /// <summary>Ids, names and the like around a text or JSON.</summary>
    private const int OverheadBytes = 512;

    public static int Of(EntryInfo entry) => OverheadBytes + OfText(entry.Text);

    public static int Of(TellingItem item) => OverheadBytes + item.DataJson.Length;

    public static int Of(DeliveryInfo delivery) => OverheadBytes + delivery.DataJson.Length;

    /// <summary>As JSON in UTF-8, where a control character takes six bytes.</summary>
    private static int OfText(string text)
    {
        var bytes = 0;
        foreach (var character in text)
        {
            bytes += character switch { < ' ' => 6, '"' or '\\' => 2, <= '~' => 1, _ => 3 };
        }

        return bytes;
    }
}
