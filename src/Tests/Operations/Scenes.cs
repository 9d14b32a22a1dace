namespace OrleansChat.Tests.Operations;

/// <summary>Where plays begin, as scripts of what was done before. Ann has the nickname Ann, and so on.</summary>
internal static class Scenes
{
    private const string Asked = """
        . chris RequestChat {"nickname":"Chris","subject":"Help","endpoint":"first"}
        ~ ann Invited
        """;

    private const string Watched = """
        . sue Monitor {"supervisorMonitoringMode":"NextChat"}
        . tom Coach {"supervisorMonitoringMode":"NextChat"}
        . una BargeIn {"supervisorMonitoringMode":"NextChat"}
        """;

    private const string Joined = """
        . ann Accept {"nickname":"Ann"}
        """;

    private const string Called = """
        ~ sue Invited
        ~ tom Invited
        ~ una Invited
        """;

    private const string BobJoins = """
        . ann Invite {"targetPath":"/users/@bob"}
        . bob Accept {"nickname":"Bob"}
        """;

    private const string CatJoins = """
        . ann Consult {"targetPath":"/users/@cat"}
        . cat Accept {"nickname":"Cat"}
        """;

    private const string SupervisorsJoin = """
        . sue Accept {"nickname":"Sue"}
        . tom Accept {"nickname":"Tom"}
        . una Accept {"nickname":"Una"}
        """;

    public static readonly Dictionary<string, string> All = new()
    {
        // Nobody has asked for a chat.
        ["nothing"] = "",

        // Chris waits; the chat is offered to ann.
        ["offered"] = Asked,

        // The same, and sue, tom and una want to monitor, coach and barge in on ann's next chat.
        ["watched"] = $"{Watched}\n{Asked}",

        // Ann and Chris.
        ["served"] = $"{Asked}\n{Joined}",

        // Ann, Chris, and the three supervisors.
        ["supervised"] = $"{Watched}\n{Asked}\n{Joined}\n{Called}\n{SupervisorsJoin}",

        // Ann, Chris, the consultant Cat, and the three supervisors.
        ["consulted"] = $"{Watched}\n{Asked}\n{Joined}\n{Called}\n{CatJoins}\n{SupervisorsJoin}",

        // All of them, and Bob.
        ["conference"] = $"{Watched}\n{Asked}\n{Joined}\n{Called}\n{BobJoins}\n{CatJoins}\n{SupervisorsJoin}",
    };
}
