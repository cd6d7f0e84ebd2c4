using Estates.Contracts;
using static Platform.Words;

namespace Estates.Residents;

static class ResidentWords
{
    public static readonly IReadOnlyDictionary<ResidentRelation, string> Relations = new Dictionary<ResidentRelation, string>
    {
        [ResidentRelation.Owner] = "业主",
        [ResidentRelation.Family] = "家庭成员",
        [ResidentRelation.Tenant] = "租客",
    };

    static readonly Dictionary<ResidencyState, string> States = new()
    {
        [ResidencyState.Requested] = "待核实",
        [ResidencyState.Verified] = "已通过",
        [ResidencyState.Refused] = "未通过",
        [ResidencyState.Ended] = "已结束",
    };

    public static string Word(ResidentRelation relation) => T(Relations[relation]);
    public static string Word(ResidencyState state) => T(States[state]);

    public static string Tone(ResidencyState state) => state switch
    {
        ResidencyState.Requested => "warn",
        ResidencyState.Verified => "ok",
        ResidencyState.Refused => "bad",
        _ => "",
    };
}
