#include "omx.hpp"

namespace calloff::sgm_omx {

const settings::Spec& spec() {
  using settings::field;
  using settings::Type;
  static const auto declared = settings::object(
      "sgm_omx",
      {
          field("base_url", Type::url, "Scheme and host of the portal.").required().with_example("https://omx.example"),
          field("user", Type::secret, "Log-in name, by reference.").required().with_example("env:SGM_USER"),
          field("password", Type::secret, "Password, by reference.").required().with_example("file:secrets/sgm"),
          field("path", Type::text, "First path segment of the portal.").with_default("omxclient"),
          adapter_api::text_list("open_states", "新建, 部分发货", "Order states in which lines may still be shipped."),
          adapter_api::text_list(
              "refusals",
              "发货数量超过未发数量, 订单状态不允许发货, 请至少填写一行发货数量, 数量格式错误, 发货日期格式错误, "
              "预计到货格式错误, 预计到货不能早于发货日期, 毛重格式错误, 订单行不存在, 订单行重复, 订单行已关闭, "
              "供应商参考号不能为空, "
              "供应商参考号过长, ASN号格式错误, ASN号已存在",
              "Sentences with which the portal refuses an ASN and creates nothing; any other answer is unknown."),
          adapter_api::portal_words_spec(),
      },
      "SAIC-GM OMX: the service-parts order system.");
  return declared;
}

}  // namespace calloff::sgm_omx
