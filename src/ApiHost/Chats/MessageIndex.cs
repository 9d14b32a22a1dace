using System.Globalization;
using OrleansChat.ApiHost.Answers;

namespace OrleansChat.ApiHost.Chats;

/// <summary>The <c>index</c> of a query: 0 or more.</summary>
internal static class MessageIndex
{
    public static readonly Reply Bad = Reply.No(WireStatus.ParameterInvalid, "index must be a number, 0 or more.");

    /// <param name="query">The request's.</param>
    /// <param name="index"><see langword="null"/> where there is none.</param>
    /// <returns>Whether it is absent or good.</returns>
    public static bool TryRead(IQueryCollection query, out int? index)
    {
        index = null;
        if (!query.TryGetValue("index", out var text))
        {
            return true;
        }

        var number = 0;
        var isNumber = text.ToString() is var digits && digits.All(char.IsAsciiDigit)          // the framework would pass over a NUL at the end
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        index = isNumber ? number : null;
        return isNumber;
    }
}
