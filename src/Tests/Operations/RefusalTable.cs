namespace OrleansChat.Tests.Operations;

/// <summary>
/// How each operation of the contract's table is refused on the scene of <see cref="Standing"/>, in the order of precedence, alone and with something
/// else wrong at once. What is refused whatever an operation is about is in <see cref="Fault"/>.
/// </summary>
internal static partial class RefusalTable
{
    /// <summary>Whoever is not in a chat cannot tell it from one that does not exist, whatever its state and their role.</summary>
    private const string NotTheirChat = """
        ann none | ChatUnknown
        ann theirs | ChatUnknown
        ann mainhandle | ChatUnknown
        ann ended | ChatUnknown
        dan main | ChatUnknown
        vic main | ChatUnknown
        lead main | ChatUnknown
        boss main | ChatUnknown
        dan offer | ChatUnknown     ; and it would be refused to whoever is in it
        dan wrap | ChatUnknown      ; and the same
        sue pending | ChatUnknown   ; and the same

        """;

    public static readonly Refused[] Rows = [.. InChats, .. Asking, .. Supervising, .. Sessions, .. Customers];
}
