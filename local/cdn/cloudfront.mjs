// CloudFront's own module, as far as the function uses it:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-custom-methods.html
export const items = new Map();

export default {
  kvs() {
    return {
      async get(key) {
        if (!items.has(key)) {
          throw new Error('KeyNotFound');
        }
        return items.get(key);
      },
    };
  },
};
