namespace OrleansChat.Tests.Operations;

/// <summary>
/// The contract's table of operations (section 13, rows 1–45), as data: what each operation does on a floor where everybody listens whom it could concern.
/// Ann and Bob are agents whom the customer sees, Cat is a consultant; Sue monitors, Tom coaches, Una has barged in; dan, vic, lead and boss are outside.
/// Scripts are explained at <see cref="Play"/>.
/// </summary>
internal static partial class OperationTable
{
    public static readonly Row[] Rows = [.. Answering, .. Talking, .. Asking, .. Data, .. Supervising, .. Sessions, .. Customers];
}
